"""The first schema, in SQL that both engines take; written out, for a released schema never follows the table classes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from anxun.core.db import raw

ID = "2026-11-22T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "first schema"

STATEMENTS = [
    """CREATE TABLE installation (
        id VARCHAR(1) PRIMARY KEY,
        epoch VARCHAR(36) NOT NULL
    )""",
    """CREATE TABLE organisation (
        id VARCHAR(36) PRIMARY KEY,
        kind VARCHAR(10) NOT NULL,
        name TEXT NOT NULL,
        parent VARCHAR(36) REFERENCES organisation ON DELETE RESTRICT,
        tz VARCHAR(40) NOT NULL,
        boarding BOOLEAN NOT NULL,
        row_seq BIGINT NOT NULL,
        seq BIGINT NOT NULL,
        journal_no BIGINT NOT NULL,
        journal_head VARCHAR(64) NOT NULL
    )""",
    """CREATE TABLE challenge (
        nonce VARCHAR(43) PRIMARY KEY,
        device VARCHAR(36) NOT NULL,
        expires_ms BIGINT NOT NULL
    )""",
    """CREATE TABLE journal_private (
        id VARCHAR(36) PRIMARY KEY,
        text TEXT NOT NULL
    )""",
    """CREATE TABLE quarantine (
        id VARCHAR(36) PRIMARY KEY,
        received_ms BIGINT NOT NULL,
        code VARCHAR(60) NOT NULL,
        envelope TEXT NOT NULL
    )""",
    """CREATE TABLE journal_decision (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL,
        operation VARCHAR(36) NOT NULL,
        verdict VARCHAR(12) NOT NULL,
        code VARCHAR(60)
    )""",
    """CREATE TABLE blob (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        device VARCHAR(36) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        size BIGINT NOT NULL,
        width BIGINT NOT NULL,
        height BIGINT NOT NULL,
        type VARCHAR(20) NOT NULL,
        stored_ms BIGINT NOT NULL
    )""",
    """CREATE TABLE person (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        left_ms BIGINT,
        seq BIGINT NOT NULL
    )""",
    """CREATE TABLE journal (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        journal_no BIGINT NOT NULL,
        name VARCHAR(40) NOT NULL,
        person VARCHAR(36) NOT NULL,
        device VARCHAR(36) NOT NULL,
        device_seq BIGINT NOT NULL,
        captured_ms BIGINT NOT NULL,
        received_ms BIGINT NOT NULL,
        body TEXT NOT NULL,
        signature VARCHAR(90) NOT NULL,
        verdict VARCHAR(12) NOT NULL,
        code VARCHAR(60),
        prev VARCHAR(64) NOT NULL,
        hash VARCHAR(64) NOT NULL
    )""",
    """CREATE TABLE blob_ref (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        operation VARCHAR(36) NOT NULL,
        device VARCHAR(36) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        size BIGINT NOT NULL,
        width BIGINT NOT NULL,
        height BIGINT NOT NULL,
        kind VARCHAR(12) NOT NULL,
        capture VARCHAR(6) NOT NULL,
        subject VARCHAR(36) NOT NULL
    )""",
    """CREATE TABLE point (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        name TEXT NOT NULL,
        place TEXT NOT NULL,
        type VARCHAR(30) NOT NULL,
        checklists TEXT NOT NULL,
        position BIGINT NOT NULL,
        active BOOLEAN NOT NULL,
        seq BIGINT NOT NULL
    )""",
    """CREATE TABLE device (
        id VARCHAR(36) PRIMARY KEY,
        person VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        public_key VARCHAR(90) NOT NULL,
        name TEXT NOT NULL,
        state VARCHAR(10) NOT NULL,
        enrolled_ms BIGINT NOT NULL,
        revoked_ms BIGINT,
        revoked_by VARCHAR(36),
        last_seq BIGINT NOT NULL,
        last_hash VARCHAR(64) NOT NULL,
        ahead_seq BIGINT NOT NULL
    )""",
    """CREATE TABLE role_grant (
        id VARCHAR(36) PRIMARY KEY,
        person VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        role VARCHAR(20) NOT NULL,
        from_ms BIGINT NOT NULL,
        until_ms BIGINT,
        lent_by VARCHAR(36)
    )""",
    """CREATE TABLE invitation (
        code_hash VARCHAR(64) PRIMARY KEY,
        person VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        expires_ms BIGINT NOT NULL,
        used_ms BIGINT,
        invited_by VARCHAR(36)
    )""",
    """CREATE TABLE label (
        code VARCHAR(8) PRIMARY KEY,
        point VARCHAR(36) NOT NULL REFERENCES point ON DELETE RESTRICT,
        issued_ms BIGINT NOT NULL,
        void_ms BIGINT
    )""",
    """CREATE TABLE hazard (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        number VARCHAR(12) NOT NULL,
        point VARCHAR(36) NOT NULL REFERENCES point ON DELETE RESTRICT,
        checklist VARCHAR(20) NOT NULL,
        checklist_version BIGINT NOT NULL,
        item VARCHAR(60) NOT NULL,
        row VARCHAR(60) NOT NULL,
        note TEXT NOT NULL,
        state VARCHAR(12) NOT NULL,
        grade VARCHAR(8),
        suggested_grade VARCHAR(8),
        fixed_on_spot BOOLEAN NOT NULL,
        finder VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        owner VARCHAR(36),
        supervisor VARCHAR(36),
        rectifier VARCHAR(36),
        deadline_ms BIGINT,
        measures TEXT NOT NULL,
        interim TEXT NOT NULL,
        found_ms BIGINT NOT NULL,
        struck_off_ms BIGINT,
        void_asked_by VARCHAR(36),
        version BIGINT NOT NULL,
        seq BIGINT NOT NULL
    )""",
    """CREATE TABLE inspection (
        id VARCHAR(36) PRIMARY KEY,
        organisation VARCHAR(36) NOT NULL REFERENCES organisation ON DELETE RESTRICT,
        point VARCHAR(36) NOT NULL REFERENCES point ON DELETE RESTRICT,
        person VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        operation VARCHAR(36) NOT NULL,
        body_hash VARCHAR(64) NOT NULL,
        checklist VARCHAR(20) NOT NULL,
        version BIGINT NOT NULL,
        started_ms BIGINT NOT NULL,
        captured_ms BIGINT NOT NULL,
        received_ms BIGINT NOT NULL,
        presence VARCHAR(6) NOT NULL,
        items BIGINT NOT NULL,
        failed BIGINT NOT NULL,
        answers TEXT NOT NULL,
        seq BIGINT NOT NULL
    )""",
    """CREATE TABLE countersignature (
        id VARCHAR(36) PRIMARY KEY,
        inspection VARCHAR(36) NOT NULL REFERENCES inspection ON DELETE RESTRICT,
        person VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        captured_ms BIGINT NOT NULL,
        received_ms BIGINT NOT NULL
    )""",
    """CREATE TABLE session (
        token_hash VARCHAR(64) PRIMARY KEY,
        device VARCHAR(36) NOT NULL REFERENCES device ON DELETE RESTRICT,
        created_ms BIGINT NOT NULL,
        seen_ms BIGINT NOT NULL
    )""",
    """CREATE TABLE finding (
        id VARCHAR(36) PRIMARY KEY,
        hazard VARCHAR(36) NOT NULL REFERENCES hazard ON DELETE RESTRICT,
        inspection VARCHAR(36) NOT NULL,
        item VARCHAR(60) NOT NULL
    )""",
    """CREATE TABLE hazard_event (
        id VARCHAR(36) PRIMARY KEY,
        hazard VARCHAR(36) NOT NULL REFERENCES hazard ON DELETE RESTRICT,
        operation VARCHAR(36) NOT NULL,
        kind VARCHAR(12) NOT NULL,
        person VARCHAR(36) NOT NULL REFERENCES person ON DELETE RESTRICT,
        role VARCHAR(20) NOT NULL,
        captured_ms BIGINT NOT NULL,
        skew_ms BIGINT,
        received_ms BIGINT NOT NULL,
        version BIGINT NOT NULL,
        applied BOOLEAN NOT NULL,
        code VARCHAR(60),
        from_state VARCHAR(12),
        to_state VARCHAR(12),
        note TEXT NOT NULL,
        presence VARCHAR(6),
        data TEXT NOT NULL
    )""",
    """CREATE TABLE hazard_sight (
        id VARCHAR(36) PRIMARY KEY,
        hazard VARCHAR(36) NOT NULL REFERENCES hazard ON DELETE RESTRICT,
        person VARCHAR(36) NOT NULL
    )""",
    "CREATE UNIQUE INDEX journal_number ON journal (organisation, journal_no)",
    "CREATE UNIQUE INDEX journal_device_seq ON journal (device, device_seq)",
    "CREATE INDEX blob_sha ON blob (sha256)",
    "CREATE INDEX blob_ref_operation ON blob_ref (operation)",
    "CREATE INDEX blob_ref_sha ON blob_ref (sha256, device)",
    "CREATE INDEX blob_ref_subject ON blob_ref (subject)",
    "CREATE INDEX person_seq ON person (organisation, seq)",
    "CREATE INDEX role_grant_person ON role_grant (person)",
    "CREATE INDEX device_person ON device (person)",
    "CREATE UNIQUE INDEX device_key ON device (public_key)",
    "CREATE INDEX point_seq ON point (organisation, seq)",
    "CREATE INDEX label_point ON label (point)",
    "CREATE UNIQUE INDEX hazard_number ON hazard (organisation, number)",
    "CREATE INDEX hazard_seq ON hazard (organisation, seq)",
    "CREATE INDEX hazard_found ON hazard (organisation, found_ms DESC, id)",
    "CREATE INDEX hazard_deadline ON hazard (organisation, deadline_ms, id)",
    "CREATE INDEX hazard_place ON hazard (point, item)",
    "CREATE INDEX hazard_event_hazard ON hazard_event (hazard)",
    "CREATE INDEX finding_inspection ON finding (inspection)",
    "CREATE INDEX hazard_sight_person ON hazard_sight (person, hazard)",
    "CREATE INDEX inspection_seq ON inspection (organisation, seq)",
    "CREATE INDEX inspection_captured ON inspection (organisation, captured_ms, id)",
    "CREATE INDEX inspection_point ON inspection (point, captured_ms)",
    "CREATE UNIQUE INDEX countersignature_inspection ON countersignature (inspection)",
]


async def forwards() -> MigrationManager:
    """Every table, then every index; one transaction, so a killed migration leaves nothing half made."""
    manager = MigrationManager(migration_id=ID, app_name="anxun", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await raw(statement)

    manager.add_raw(run)
    return manager
