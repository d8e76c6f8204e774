"""What pages and spreadsheets on how work goes have in common: tables of scores and states, free of a file format."""
