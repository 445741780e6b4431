import argon2 from 'argon2'
import express, { Router } from 'express'
import { z } from 'zod'
import type { accountBook } from '../member-data/accounts.ts'

const SignIn = z.object({ login: z.string().max(254), password: z.string().max(512) })

/** A sign-in with the hashes that the member-data API has received, to show that they work. */
export function memberSpace(accounts: ReturnType<typeof accountBook>): Router {
  const routes = Router()
  routes.get('/', (_req, res) => res.render('member-space', {}))
  routes.post('/', express.urlencoded({ extended: false }), async (req, res) => {
    const { login, password } = SignIn.catch({ login: '', password: '' }).parse(req.body)
    const account = accounts.find(login)
    const right = account !== undefined && (await argon2.verify(account.passwordHash, password.normalize('NFC')))
    res.status(right ? 200 : 422).render('member-space', right ? { account } : { login, refused: true })
  })
  return routes
}
