"""The papers of a conference, in the layout of their day: invitation, minutes, notice of conclusion, communiqué."""
