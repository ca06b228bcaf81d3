"""What the page asks beside its form: a form as typed and a little more in, words ready to be drawn out.

Every amount is one `preview`, and the form is read by `form`: nothing here has a rule or reads a control.
"""
