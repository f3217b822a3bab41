/** The site's time zone, as the server says; UTC until it did. */
class SiteZone {
  name: string = $state('UTC')

  /** Takes what the server says; what the browser does not know is UTC. */
  take(name: string): void {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name })
      this.name = name
    } catch {
      this.name = 'UTC'
    }
  }
}

export const siteZone = new SiteZone()
