package page

// ReportEntry is the route name of 实验报告; the route's ID is the number of the experiment.
const ReportEntry = "lab-report"
