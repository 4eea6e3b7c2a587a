"""One Piccolo app over all domains, one stream of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="anxun",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=[
            f"anxun.{domain}.tables"
            for domain in ("organisations", "accounts", "journal", "blobs", "points", "hazards", "inspections")
        ],
    ),
    migration_dependencies=[],
)
