"""Services: what is asked of engines and providers outside, behind one Protocol each."""
