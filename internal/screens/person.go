package screens

import "strconv"

// slotClass gives a person's colours to an element.
func slotClass(p Person) string {
	if p.Slot == 0 {
		return "p1"
	}
	return "p" + strconv.Itoa(p.Slot)
}
