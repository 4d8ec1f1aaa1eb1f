package dyad

// Prompts are the questions that were put, a row a person and occasion.
type Prompts struct {
	Couple, Role, Occasion []int // any whole numbers; an occasion is the couple's
	Answered               []bool
}

// PersonCompliance is how many of a person's prompts were answered.
type PersonCompliance struct {
	Couple, Role, Expected, Answered int
	Share                            float64 // answered/expected
}

// CoupleCompliance counts a couple's occasions at which both were asked: what
// can become a pair of answers.
type CoupleCompliance struct {
	Couple, Expected, Both, One, None int
	Share                             float64 // both/expected, NaN without any
}

// ComplianceFit is who answered, persons and couples in the order of
// appearance.
type ComplianceFit struct {
	Persons []PersonCompliance
	Couples []CoupleCompliance

	Expected, Answered int     // prompts of all
	Share              float64 // of all prompts
}

// Compliance counts answers per person and, because a partner's effect needs
// both, pairs of answers per couple. No rows, columns of different lengths, and
// a person's occasion twice are an *[InputError].
func Compliance(p Prompts) (*ComplianceFit, error) {
	n := len(p.Answered)
	if n == 0 {
		return nil, badInput("there are no prompts", "give a row a person and occasion")
	}
	if len(p.Couple) != n || len(p.Role) != n || len(p.Occasion) != n {
		return nil, badInput("the columns have different lengths", "give a couple, role and occasion for every prompt")
	}
	f := &ComplianceFit{}
	if err := f.countPersons(p); err != nil {
		return nil, err
	}
	if err := f.countCouples(p); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *ComplianceFit) countPersons(p Prompts) error {
	at, seen := map[[2]int]int{}, map[[3]int]bool{}
	for i, answered := range p.Answered {
		id, one := [2]int{p.Couple[i], p.Role[i]}, [3]int{p.Couple[i], p.Role[i], p.Occasion[i]}
		if seen[one] {
			return badRow(i, "a person's occasion comes twice", "keep one row of it")
		}
		seen[one] = true
		if _, ok := at[id]; !ok {
			at[id] = len(f.Persons)
			f.Persons = append(f.Persons, PersonCompliance{Couple: id[0], Role: id[1]})
		}
		person := &f.Persons[at[id]]
		person.Expected++
		person.Answered += powerCount(answered)
	}
	for i := range f.Persons {
		one := &f.Persons[i]
		one.Share = float64(one.Answered) / float64(one.Expected)
		f.Expected += one.Expected
		f.Answered += one.Answered
	}
	f.Share = float64(f.Answered) / float64(f.Expected)
	return nil
}

func (f *ComplianceFit) countCouples(p Prompts) error {
	type occasion struct{ asked, answered int }
	at, moments := map[int]int{}, map[[2]int]occasion{}
	for i, answered := range p.Answered {
		if _, ok := at[p.Couple[i]]; !ok {
			at[p.Couple[i]] = len(f.Couples)
			f.Couples = append(f.Couples, CoupleCompliance{Couple: p.Couple[i]})
		}
		key := [2]int{p.Couple[i], p.Occasion[i]}
		o := moments[key]
		if o.asked == 2 {
			return badRow(i, "a third person of the couple on one occasion", "keep two roles a couple")
		}
		moments[key] = occasion{o.asked + 1, o.answered + powerCount(answered)}
	}
	for key, o := range moments {
		if o.asked == 2 {
			c := &f.Couples[at[key[0]]]
			c.Expected++
			*[]*int{&c.None, &c.One, &c.Both}[o.answered]++
		}
	}
	for i := range f.Couples {
		c := &f.Couples[i]
		c.Share = float64(c.Both) / float64(c.Expected)
	}
	return nil
}
