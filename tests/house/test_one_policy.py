"""Who sees or does what is decided in policies.py, and nowhere else."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

FORBIDDEN = {
    "is_staff",
    "is_superuser",
    "has_perm",
    "has_perms",
    "has_module_perms",
    "user_passes_test",
    "permission_required",
    "guardian",
    "Role",
    "get_objects_for_user",
    "assign_perm",
}
APPS = ("portal", "home", "datasets", "training", "projects", "notifications", "jobs", "partners")
APPS += ("audit", "core", "maps")

# Where a right is stored or given, not judged.
STORES = {
    "partners/enums.py": {"Role"},
    "partners/models.py": {"Role", "is_superuser"},
    "datasets/models/grant.py": {"guardian"},
    "portal/settings.py": {"guardian"},
    "portal/demo/people.py": {"Role"},
}


def judgements_in(source: str) -> set[str]:
    """Forbidden names a Python source uses, as name, attribute, keyword or import."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.ImportFrom(module=module, names=names):
                found.update((module or "").split("."))
                found.update(alias.name for alias in names)
            case ast.Import(names=names):
                found.update(part for alias in names for part in alias.name.split("."))
            case ast.Constant(value=str(text)):
                found.update(part for part in text.split("__") if part in FORBIDDEN)
    return found & FORBIDDEN


def sources() -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if path.name != "policies.py" and "migrations" not in path.parts
    ]


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(settings.BASE_DIR)))
def test_nobody_judges_outside_policies(path):
    name = str(path.relative_to(settings.BASE_DIR))
    assert judgements_in(path.read_text(encoding="utf-8")) - STORES.get(name, set()) == set()


def test_templates_ask_no_roles():
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not {"is_staff", "is_superuser", "perms."} & set(text.replace("|", " ").split()), (
            path
        )
        assert "is_superuser" not in text, path
        assert "is_staff" not in text, path
        assert "perms." not in text, path


@pytest.mark.parametrize(
    "planted",
    [
        "if request.user.is_superuser: pass",
        "from guardian.shortcuts import get_objects_for_user",
        "user.memberships.filter(role=Role.STEWARD)",
        "User.objects.filter(is_staff=True)",
        "q = {'user__is_superuser': True}",
    ],
)
def test_a_planted_judgement_is_found(planted):
    assert judgements_in(planted)
