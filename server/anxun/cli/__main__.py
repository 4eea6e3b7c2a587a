"""`python -m anxun.cli`, where the package is not installed."""

from anxun.cli import main

raise SystemExit(main())
