// Package company is experiment 2: the organisation (departments, employees,
// positions with rights and data scopes), the company's standards (task statuses,
// lists of choices, custom fields), its settings and the business date.
//
// It decides what a hat may see and do. It knows no customer and no document.
package company
