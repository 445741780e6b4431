export interface SampleMember {
  name: string
  description: { fr: string; en: string }
  file: {
    registrationNumber?: string
    employerId?: string
    nationalId: string
    birthDate: string
    bankAccountLast8?: string
    civilStatusNumber?: string
  }
  /** The whole account number that `bankAccountLast8` comes from. */
  rib?: string
  active?: true
  /** The first activation is refused with 503, the next is accepted. */
  busyOnce?: true
  previousContacts?: { email?: string; phone?: string }
}

/** One member for each way through the wizard. */
export const sampleMembers: readonly SampleMember[] = [
  {
    name: 'Amina Bennis',
    description: { fr: 'Remboursée par virement bancaire', en: 'Reimbursed by bank transfer' },
    file: {
      registrationNumber: '182930482',
      employerId: '1234567',
      nationalId: 'AB123456',
      birthDate: '1960-05-12',
      ...bank('011780000012345678901296'),
    },
    rib: '011780000012345678901296',
  },
  {
    name: 'Driss El Fassi',
    description: { fr: 'Remboursé par mandat postal', en: 'Reimbursed by postal order' },
    file: {
      registrationNumber: '204817736',
      employerId: 'P7654321',
      nationalId: 'C987654',
      birthDate: '1955-11-03',
      civilStatusNumber: '123/1955',
    },
  },
  {
    name: 'Salma Idrissi',
    description: {
      fr: 'Sans identifiant employeur : une seule question',
      en: 'No employer identifier: a single question',
    },
    file: {
      registrationNumber: '311560927',
      nationalId: 'BK445566',
      birthDate: '1972-02-29',
      ...bank('230810214578901234560147'),
    },
    rib: '230810214578901234560147',
  },
  {
    name: 'Youssef Alaoui',
    description: {
      fr: 'Connu par son seul identifiant employeur, sans immatriculation',
      en: 'Known by employer identifier only, no registration number',
    },
    file: {
      employerId: 'DOTI80412',
      nationalId: 'D774411',
      birthDate: '1984-09-21',
      ...bank('007640000330000456789005'),
    },
    rib: '007640000330000456789005',
  },
  {
    name: 'Fatna Chraïbi',
    description: {
      fr: "Née en 1948, sans jour ni mois à l'état civil ; d'anciens contacts seront prévenus",
      en: 'Born in 1948, no day or month on record; contacts on file will be told',
    },
    file: {
      registrationNumber: '090071548',
      employerId: '0048210',
      nationalId: 'A19480',
      birthDate: '1948',
      civilStatusNumber: '4821',
    },
    previousContacts: { email: 'fatna.ancienne@example.ma', phone: '+212661000048' },
  },
  {
    name: 'Hassan Berrada',
    description: { fr: 'Compte déjà actif', en: 'Account already active' },
    file: {
      registrationNumber: '275309114',
      employerId: '5550199',
      nationalId: 'EE200300',
      birthDate: '1968-07-30',
      ...bank('181330211109876543000755'),
    },
    rib: '181330211109876543000755',
    active: true,
  },
  {
    name: 'Khadija Tazi',
    description: {
      fr: "L'activation échoue une fois (service indisponible), puis réussit",
      en: 'Activation fails once (service unavailable), then succeeds',
    },
    file: {
      registrationNumber: '418226053',
      employerId: '8842017',
      nationalId: 'JA61728',
      birthDate: '1979-12-01',
      ...bank('022780000123004567890182'),
    },
    rib: '022780000123004567890182',
    busyOnce: true,
  },
]

/** The last eight of the sixteen digits of the account, which the RIB's key follows. */
function bank(rib: string) {
  return { bankAccountLast8: rib.slice(14, 22) }
}
