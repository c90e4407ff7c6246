"""Templates, ways out and ways in: what Hermes knows of writing to people and hearing from them, without a screen."""
