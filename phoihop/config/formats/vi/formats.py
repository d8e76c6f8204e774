"""Days as the browser's own field sends them, and as people here write them: 14/01/2022, never month first."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
