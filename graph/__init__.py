"""The evidence graph: domain, identity, plans and stores."""
