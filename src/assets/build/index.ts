export { compressed, hashed } from './files.ts'
export { fonts } from './fonts.ts'
export { scripts } from './scripts.ts'
export { styles } from './styles.ts'
