"""What the screen is made of: formats, icons, marks, charts, fields. Knows no subject."""
