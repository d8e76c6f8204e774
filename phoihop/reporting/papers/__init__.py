"""What the pages and files of figures hold: the roll-up, figures side by side over time, and the sources of one."""
