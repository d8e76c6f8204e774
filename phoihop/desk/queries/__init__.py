"""What the entrance shows, composed from the rooms below; nothing here owns a fact."""
