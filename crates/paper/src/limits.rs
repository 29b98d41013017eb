//! How much of a stranger's file is opened, and why no more.
//!
//! Every limit has its unit in its name or its comment. They guard memory and time, not taste:
//! each stands well above the largest honest file that was seen or can be thought of.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// Largest file taken in, in bytes: 50 MiB. A scanned A4 page in colour is about 1 MB; forty pages
/// fit, and a hundred uploads at once still fit into memory.
pub const FILE_BYTES: usize = 50 << 20;

/// What an office package (DOCX, XLSX, OFD) may hold. [`PackageLimits::default`] is what the house
/// uses; tests use tighter ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackageLimits {
    /// Entries in the archive. A report with a hundred pictures has about 150.
    pub entries: usize,
    /// Bytes of one part when unpacked. The text of a 200-page report with tables is about 5 MB.
    pub part_bytes: u64,
    /// Bytes of all parts when unpacked, as the archive declares them.
    pub total_bytes: u64,
    /// How many times larger a part may become when unpacked. Office XML packs 10 to 30 times; a
    /// bomb packs a thousand times.
    pub ratio: u64,
    /// Parts below this many bytes may have any ratio: an empty table packs well and harms nobody.
    pub ratio_from_bytes: u64,
}

impl Default for PackageLimits {
    fn default() -> Self {
        Self { entries: 4096, part_bytes: 64 << 20, total_bytes: 256 << 20, ratio: 200, ratio_from_bytes: 1 << 20 }
    }
}

/// Why a package is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageDanger {
    /// Not an archive, or a damaged one.
    #[error("the file is not a whole archive")]
    Broken,
    /// A part is locked with a password.
    #[error("a part is encrypted")]
    Encrypted,
    /// More entries than allowed; listing them alone would cost much.
    #[error("the archive has {entries} entries, more than {limit}")]
    TooManyEntries {
        /// How many it has.
        entries: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// A part, or all together, would be larger than allowed.
    #[error("unpacked, the archive takes more than {limit} bytes")]
    TooLarge {
        /// How many bytes are allowed.
        limit: u64,
    },
    /// A part becomes suspiciously larger when unpacked: a decompression bomb.
    #[error("a part becomes more than {limit} times larger when unpacked")]
    Bomb {
        /// How many times larger it may become.
        limit: u64,
    },
    /// The package has no such part.
    #[error("the part is missing")]
    NoSuchPart,
}

impl From<ZipError> for PackageDanger {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::FileNotFound => Self::NoSuchPart,
            _ => Self::Broken,
        }
    }
}

/// An office package opened under limits; parts are unpacked one by one, on demand.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    limits: PackageLimits,
}

impl<'a> Package<'a> {
    /// Looks at the table of contents only; nothing is unpacked.
    ///
    /// # Errors
    /// The first danger met. What the archive declares is checked here; what it really holds is
    /// checked again by [`Package::part`], because a hostile archive lies about sizes.
    pub fn open(bytes: &'a [u8], limits: PackageLimits) -> Result<Self, PackageDanger> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        if archive.len() > limits.entries {
            return Err(PackageDanger::TooManyEntries { entries: archive.len(), limit: limits.entries });
        }
        let mut total = 0_u64;
        let mut names = Vec::with_capacity(archive.len());
        for n in 0..archive.len() {
            let entry = archive.by_index_raw(n)?;
            names.push(entry.name()?.into_owned());
            if entry.encrypted() {
                return Err(PackageDanger::Encrypted);
            }
            let (packed, unpacked) = (entry.compressed_size(), entry.size());
            if unpacked > limits.ratio_from_bytes && unpacked / limits.ratio > packed {
                return Err(PackageDanger::Bomb { limit: limits.ratio });
            }
            total = total.saturating_add(unpacked);
            if unpacked > limits.part_bytes {
                return Err(PackageDanger::TooLarge { limit: limits.part_bytes });
            }
        }
        if total > limits.total_bytes {
            return Err(PackageDanger::TooLarge { limit: limits.total_bytes });
        }
        Ok(Self { archive, names, limits })
    }

    /// The names of the parts, in the order of the archive.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|n| n == name)
    }

    /// One part, unpacked.
    ///
    /// # Errors
    /// [`PackageDanger::NoSuchPart`]; [`PackageDanger::TooLarge`] or [`PackageDanger::Bomb`] as soon as more comes out than is
    /// allowed, and never more than was declared; [`PackageDanger::Broken`] when it cannot be unpacked or its checksum is wrong.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, PackageDanger> {
        let PackageLimits { part_bytes, ratio, ratio_from_bytes, .. } = self.limits;
        let mut entry = self.archive.by_name(name)?;
        let by_ratio = entry.compressed_size().saturating_mul(ratio).max(ratio_from_bytes);
        // Entries that lie over one another, each declared small, would together have no limit.
        let most = part_bytes.min(by_ratio).min(entry.size());
        let mut bytes = Vec::new();
        let read = (&mut entry).take(most + 1).read_to_end(&mut bytes).map_err(|_| PackageDanger::Broken)?;
        if read as u64 > most {
            return Err(if most < part_bytes {
                PackageDanger::Bomb { limit: ratio }
            } else {
                PackageDanger::TooLarge { limit: part_bytes }
            });
        }
        Ok(bytes)
    }
}
