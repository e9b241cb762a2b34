// Nothing is kept in this browser, by no library either: htmx would note each page's address. It asks first whether it may.
Storage.prototype.setItem = () => { throw new DOMException("Nothing is kept here.", "QuotaExceededError"); };
