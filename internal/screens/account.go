package screens

// PasswordView changes the password.
type PasswordView struct {
	Removed bool // a device was just removed
	Problem *ProblemView
}

// RenewKitView replaces the recovery kit.
type RenewKitView struct {
	Old     bool // this device's kit was replaced on another one
	Problem *ProblemView
}

// CloseView deletes the account.
type CloseView struct {
	Partner *Person
	Problem *ProblemView
}
