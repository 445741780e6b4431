/** The fields of the page; the framework loads this file by its path. */
export const registrationNumber = { mixin: 'input-text', validate: ['required'] }
export const nationalId = { mixin: 'input-text', validate: ['required'] }
export const birthDate = { mixin: 'input-text', validate: ['required'] }
