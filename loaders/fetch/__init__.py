"""Fetching records from the services that publish them, as files that `citegraph load` reads."""
