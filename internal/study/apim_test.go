package study

import (
	"slices"
	"strings"
	"testing"
)

func TestPairsAreTwoAndTwo(t *testing.T) {
	read := func(text string, exchangeable bool) (*pairs, error) {
		return Source{Path: file(t, text)}.pairs(APIMOptions{Couple: "id", Role: "role", Y: "y", X: []string{"x"}, Exchangeable: exchangeable})
	}
	d, err := read("id,role,y,x\n7,w,1,2\n7,m,3,4\n,w,5,6\n8,m,7,8\n9,,5,1\n", false)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Couple, []int{0, 0, 1}) || !slices.Equal(d.Role, []int{0, 1, 1}) || d.RoleNames != [2]string{"w", "m"} || d.dropped[0].Count != 2 {
		t.Errorf("the pairs are %+v", d)
	}
	for text, want := range map[string]string{
		"id,role,y,x\n7,w,1,2\n7,w,3,4\n7,m,3,1\n8,m,1,1\n": "both rows of couple 7 (1 and 2) have the role “w”",
		"id,role,y,x\n7,w,1,2\n7,m,3,4\n7,w,5,6\n":          "couple 7 has more than two rows: 1, 2 and 3",
		"id,role,y,x\n7,w,1,2\n7,m,3,4\n8,z,5,6\n":          "there are 3 roles (w, m, z)",
	} {
		if _, err := read(text, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if d, err = read("id,role,y,x\n7,w,1,2\n7,w,3,4\n", true); err != nil || !slices.Equal(d.Role, []int{0, 1}) {
		t.Errorf("equals are %+v, %v", d, err)
	}
}
