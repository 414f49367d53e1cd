document.title = "citegraph";
