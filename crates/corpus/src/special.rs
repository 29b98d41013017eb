//! Files that hold no report that can be read: each has one finding and no cell.

use crate::dress::package::pack;
use crate::dress::pdf;

/// Name, bytes and the code that has to be found alone.
pub fn all() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let notice = "关于召开全县防汛工作会议的通知\n各乡镇人民政府，县直各部门：\n经研究，定于6月3日上午9时召开会议。\n\
                  请提前10分钟入场，不得请假。\n云溪县人民政府办公室\n2023年6月1日\n";
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>通知</title></head><body><p>{}</p></body></html>",
        notice.replace('\n', "</p><p>")
    );
    let word = pack(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document")], false);
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    locked.resize(1024, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    vec![
        ("notice.txt", notice.as_bytes().to_vec(), "R191"),
        ("notice.html", page.into_bytes(), "R191"),
        ("scan.pdf", pdf::scanned(), "R190"),
        ("cut.docx", word[..word.len() / 2].to_vec(), "R190"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Cat".to_vec(), "R190"),
        ("locked.docx", locked, "R190"),
        (
            "picture.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0IEND\xaeB`\x82".to_vec(),
            "R190",
        ),
        ("empty.txt", b" \r\n\r\n".to_vec(), "R190"),
        ("noise.bin", (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect(), "R190"),
    ]
}
