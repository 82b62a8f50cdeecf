//! Pictures, films and documents of a record: how many, and whether more than one kind.

use crate::format::definition::{Block, Media};
use crate::format::fault::Fault;
use crate::format::line::Line;
use crate::format::pointer::Pointer;

/// Reports too many of a kind, and kinds that must not stand together. `root` is the record.
pub(in crate::format) fn check(media: &Media, root: &Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    let blocks = || root.items_of("messages").iter().flat_map(|message| message.items_of("content"));
    // Most records hold text alone.
    if blocks().all(|block| block.get("text").is_some()) {
        return;
    }
    let at = Pointer::ROOT.key("messages");
    let kinds = [(Block::Image, media.images), (Block::Video, media.videos), (Block::Document, media.documents)];
    let mut present = 0;
    for (kind, most) in kinds {
        let key = kind.key();
        let count = blocks().filter(|block| block.get(key).is_some()).count() as u64;
        present += usize::from(count > 0);
        if let Some(most) = most.filter(|most| count > *most) {
            sink(Fault::TooManyParts { what: key, count, most }, &at);
        }
    }
    if present > 1 && !media.mixed {
        sink(Fault::MixedMedia, &at);
    }
}
