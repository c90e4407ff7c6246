"""From a letter to an e-mail that keeps to the standards, whatever its text and its names are."""
