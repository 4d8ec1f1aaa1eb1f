package content

import (
	"fmt"
	"strconv"
	"time"
)

// When says a past moment as people do: "just now", "this morning", "yesterday
// evening", "Tuesday", "3 November". Both times are read in their own zones'
// calendars, so give both in the reader's.
func (t *Text) When(at, now time.Time) string {
	days := daysBetween(at, now)
	switch {
	case now.Sub(at) < 2*time.Minute && now.Sub(at) > -2*time.Minute:
		return t.Say("when.now")
	case days == 0:
		return t.Say("when.today", "part", t.Say("when.part."+PartOfDay(at)))
	case days == 1:
		return t.Say("when.yesterday", "part", t.Say("when.part."+PartOfDay(at)))
	case days > 1 && days < 7:
		return t.Say("when.weekday", "day", t.Say(fmt.Sprintf("weekday.%d", at.Weekday())))
	}
	return t.Day(at, now)
}

// Day says a date: "3 November", with the year when it is not this one.
func (t *Text) Day(at, now time.Time) string {
	key := "when.date"
	if at.Year() != now.Year() {
		key = "when.dateYear"
	}
	return t.Say(key, "d", strconv.Itoa(at.Day()),
		"month", t.Say(fmt.Sprintf("month.%d", at.Month())), "year", strconv.Itoa(at.Year()))
}

// Week says which week, by its Monday: "This week", "Last week", "Week of 3 November".
func (t *Text) Week(monday, now time.Time) string {
	switch days := daysBetween(monday, now); {
	case days >= 0 && days < 7:
		return t.Say("when.thisWeek")
	case days >= 7 && days < 14:
		return t.Say("when.lastWeek")
	}
	return t.Say("when.weekOf", "day", t.Day(monday, now))
}

// PartOfDay is "morning", "afternoon", "evening" or "night", as in the keys
// "today.hello.morning" and "when.part.morning".
func PartOfDay(at time.Time) string {
	switch h := at.Hour(); {
	case h >= 5 && h < 12:
		return "morning"
	case h >= 12 && h < 18:
		return "afternoon"
	case h >= 18 && h < 23:
		return "evening"
	}
	return "night"
}

func daysBetween(at, now time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(now).Sub(day(at)) / (24 * time.Hour))
}

// Month says a month that is written as in "2025-01": "January 2025".
func (t *Text) Month(month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return t.Say(fmt.Sprintf("month.%d", at.Month())) + " " + strconv.Itoa(at.Year())
}
