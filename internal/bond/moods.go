package bond

// OpenWeek is a week of moods that both have given. A is the inviter's.
type OpenWeek struct {
	Round Round
	A, B  MoodWeek
}
