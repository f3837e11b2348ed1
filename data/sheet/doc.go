// Package sheet reads and writes table files: csv and xlsx, the file of refused rows and
// the TOML form of import mappings. Files come from anywhere, so every size is capped
// before memory is spent on it, formulas are never run and a broken file is a refusal in
// words, never a fault.
//
// It knows tables and no records; what a table means is the business of domain/exchange.
package sheet
