"""The report: sheets of figures as one page of HTML with its plots in it, that fetches nothing and runs nothing."""
