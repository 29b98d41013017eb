use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tries to sign in.
    SignIn,
    /// Applications handed in.
    Apply,
    /// Tries of a receipt number and query code.
    Track,
    /// Searches.
    Search,
}

/// Times per minute and address; as many may come at once. Zero lifts the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Tries to sign in.
    pub sign_in: u32,
    /// Applications handed in.
    pub apply: u32,
    /// Tries of a receipt number and query code.
    pub track: u32,
    /// Searches.
    pub search: u32,
}

impl Default for Rates {
    /// A whole office behind one address can work; a guessing machine cannot.
    fn default() -> Self {
        Self { sign_in: 20, apply: 20, track: 30, search: 120 }
    }
}

/// The counters, one for each kind.
pub struct Limits {
    sign_in: Option<DefaultKeyedRateLimiter<IpAddr>>,
    apply: Option<DefaultKeyedRateLimiter<IpAddr>>,
    track: Option<DefaultKeyedRateLimiter<IpAddr>>,
    search: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Limits {
    /// Counters for these rates.
    pub fn new(rates: &Rates) -> Self {
        let limiter = |rate| NonZeroU32::new(rate).map(|rate| RateLimiter::keyed(Quota::per_minute(rate)));
        Self {
            sign_in: limiter(rates.sign_in),
            apply: limiter(rates.apply),
            track: limiter(rates.track),
            search: limiter(rates.search),
        }
    }

    fn of(&self, kind: Kind) -> Option<&DefaultKeyedRateLimiter<IpAddr>> {
        match kind {
            Kind::SignIn => self.sign_in.as_ref(),
            Kind::Apply => self.apply.as_ref(),
            Kind::Track => self.track.as_ref(),
            Kind::Search => self.search.as_ref(),
        }
    }

    /// Counts one try. `Err(seconds)`: too many, and how long to wait.
    ///
    /// # Errors
    /// The seconds to wait, at least 1.
    pub fn count(&self, kind: Kind, address: IpAddr) -> Result<(), u64> {
        let Some(limiter) = self.of(kind) else { return Ok(()) };
        limiter
            .check_key(&household(address))
            .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }

    /// Forgets addresses that have been quiet, so that memory does not grow.
    pub fn tidy(&self) {
        for limiter in [&self.sign_in, &self.apply, &self.track, &self.search].into_iter().flatten() {
            limiter.retain_recent();
        }
    }
}

/// One household has one IPv4 address or one IPv6 network of 64 bits.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_try_of_two_a_minute_waits_and_a_neighbour_does_not() {
        let limits = Limits::new(&Rates { track: 2, ..Rates::default() });
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        assert_eq!(limits.count(Kind::Track, here), Ok(()));
        assert_eq!(limits.count(Kind::Track, here), Ok(()));
        assert!(limits.count(Kind::Track, here).is_err_and(|seconds| (1..=31).contains(&seconds)));
        assert_eq!(limits.count(Kind::Track, there), Ok(()));
    }

    #[test]
    fn a_network_of_addresses_is_one_household() {
        let a: IpAddr = "2001:db8:1:2::1".parse().expect("an address");
        let b: IpAddr = "2001:db8:1:2:ffff::9".parse().expect("an address");
        assert_eq!(household(a), household(b));
    }
}
