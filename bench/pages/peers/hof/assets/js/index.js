require('hof/frontend/themes/gov-uk/client-js')
