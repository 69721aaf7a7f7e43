// A heading over the panels that follow.
{
  new(title):: { type: 'row', title: title, collapsed: false, panels: [] },

  // Once for each value of a variable, with the panels that follow.
  each(title, variable):: self.new(title) + { repeat: variable },
}
