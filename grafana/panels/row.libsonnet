// A heading over the panels that follow.
{
  new(title):: { type: 'row', title: title, collapsed: false, panels: [] },

  // Once for each value of a variable, with the panels that follow.
  each(title, variable):: self.new(title) + { repeat: variable },

  // The same, folded around the panels in `lines`, which are not queried until
  // somebody opens the row: hundreds of them cost nothing.
  foldedEach(title, variable, lines)::
    self.each(title, variable) + { collapsed: true, inside:: lines },
}
