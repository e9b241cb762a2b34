// Tells the stylesheet that scripts run: shows what only works with them, hides what is only needed without.
document.documentElement.classList.add("has-js");
