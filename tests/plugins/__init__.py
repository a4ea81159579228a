"""pytest plugins that have to be in place before any test is collected."""
