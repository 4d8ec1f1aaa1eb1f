package rooms

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

// groundRoom leads to all that is one's own. Nothing in it is owed.
func (v *visit) groundRoom() error {
	shelf := v.Library.Shelf()
	view := screens.GroundView{
		Exercises: shelf.Exercises.About, Resources: shelf.Resources.About,
		Patterns: shelf.Patterns.About, Cycle: shelf.Cycle.About,
	}
	ground := &v.p.Private().Ground
	for _, id := range reflections {
		scale, ok := shelf.Scale(id)
		if !ok {
			continue
		}
		line := screens.ReflectionLine{Scale: scale}
		if all := ground.Of(id); len(all) > 0 {
			line.Last = v.when(all[len(all)-1].At)
		}
		view.Reflections = append(view.Reflections, line)
	}
	f := v.frame(v.text.Say("ground.title"), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.GroundPage(v.text, f, view))
}

// exercisesRoom has all exercises, by kind.
func (v *visit) exercisesRoom() error {
	all := v.Library.Shelf().Exercises
	view := screens.ExercisesView{About: all.About}
	for _, x := range all.All {
		i := slices.IndexFunc(view.Kinds, func(k screens.ExerciseKind) bool { return k.Kind == x.Kind })
		if i < 0 {
			i = len(view.Kinds)
			view.Kinds = append(view.Kinds, screens.ExerciseKind{Kind: x.Kind})
		}
		view.Kinds[i].All = append(view.Kinds[i].All, x)
	}
	f := v.frame(v.text.Say("ground.exercises"), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.ExercisesPage(v.text, f, view))
}

func (v *visit) exercise() (content.Exercise, error) {
	x, ok := v.Library.Shelf().Exercises.Exercise(v.r.PathValue("exercise"))
	if !ok {
		return x, errNowhere
	}
	return x, nil
}

// exerciseRoom is one step of an exercise: looking at it remembers nothing.
func (v *visit) exerciseRoom() error {
	x, err := v.exercise()
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(v.r.URL.Query().Get("step"))
	view := screens.ExerciseView{Exercise: x, N: min(max(n, 1), len(x.Steps))}
	f := v.frame(x.Title, screens.RoomGround)
	f.Focus = true
	return v.show(http.StatusOK, f, screens.ExercisePage(v.text, f, view))
}

// grounded remembers, in private, that an exercise did somebody good.
func (v *visit) grounded() error {
	x, err := v.exercise()
	if err != nil {
		return err
	}
	if err := v.p.Ground(v.r.Context(), x.ID); err != nil {
		return err
	}
	return v.goTo("/ground")
}

func (v *visit) resourcesRoom() error {
	typed := map[string]string{}
	for _, side := range []bond.Side{bond.Inside, bond.Outside} {
		typed[string(side)] = v.p.Draft(v.r.Context(), resourceDraft(side))["text-"+string(side)]
	}
	return v.showResources(http.StatusOK, screens.ResourcesView{Typed: typed})
}

func resourceDraft(side bond.Side) string { return "resource-" + string(side) }

func (v *visit) showResources(status int, view screens.ResourcesView) error {
	view.Resources = v.Library.Shelf().Resources
	for _, r := range v.p.Private().Ground.Resources {
		line := screens.ResourceView{ID: r.ID.String(), Text: r.Text}
		if r.Side == bond.Inside {
			view.Inside = append(view.Inside, line)
		} else {
			view.Outside = append(view.Outside, line)
		}
	}
	f := v.frame(v.text.Say("ground.resources"), screens.RoomGround)
	return v.show(status, f, screens.ResourcesPage(v.text, f, view))
}

// keepResource takes words, or an idea that was tapped, which leaves what is
// typed alone.
func (v *visit) keepResource() error {
	side := bond.Side(v.field("side"))
	words, idea := v.field("text-"+string(side)), v.field("idea")
	err := v.p.KeepResource(v.r.Context(), side, cmp.Or(idea, words))
	view := screens.ResourcesView{Typed: map[string]string{string(side): words}}
	switch {
	case errors.Is(err, bond.ErrNothing):
		view.Wrong = string(side)
		return v.showResources(http.StatusUnprocessableEntity, view)
	case err != nil:
		problem := explain(err)
		view.Problem = &problem
		return v.showResources(http.StatusUnprocessableEntity, view)
	case idea != "":
		return v.goTo("/resources")
	}
	return v.saved(resourceDraft(side), "/resources")
}

func (v *visit) dropResource() error {
	id, err := pathID(v.r, "resource")
	if err != nil {
		return err
	}
	if err := v.p.DropResource(v.r.Context(), id); err != nil {
		return err
	}
	return v.goTo("/resources")
}
