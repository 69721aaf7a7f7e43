{ prometheusRules+:: { groups: [] } }
