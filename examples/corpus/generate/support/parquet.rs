//! The callbacks: parquet with a nested column of turns, a date and a consent flag, in several row groups.

use anyhow::Result;
use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, IntoSeries, NamedFrom, ParquetCompression, ParquetWriter, Series,
    StructChunked,
};

use super::super::dates;
use super::super::truth::{At, Truth};
use super::Ticket;

/// Name of the file.
pub const FILE: &str = "data/callbacks.parquet";

/// Encodes the tickets and notes their truth.
pub fn encode(tickets: &[Ticket], truth: &mut Truth) -> Result<Vec<u8>> {
    for (ticket, position) in tickets.iter().zip(1..) {
        let at = At { file: FILE, unit: "row", position };
        truth.note(at, "/messages/0/content", Some("messages/0"), &ticket.prompt)?;
        truth.note(at, "/messages/1/content", Some("messages/1"), &ticket.completion)?;
    }
    let mut table = table(tickets)?;
    let mut out = Vec::new();
    ParquetWriter::new(&mut out)
        .with_compression(ParquetCompression::Snappy)
        .with_row_group_size(Some(40))
        .finish(&mut table)?;
    Ok(out)
}

fn table(tickets: &[Ticket]) -> Result<DataFrame> {
    let text = |name: &str, value: fn(&Ticket) -> &str| {
        Column::new(name.into(), tickets.iter().map(value).collect::<Vec<_>>())
    };
    let turns = tickets.iter().map(turns).collect::<Result<Vec<Series>>>()?;
    // A date column counts days from 1970-01-01; the samples begin on the first of July 2025.
    let epoch = dates::day(0).since(jiff::civil::date(1970, 1, 1))?.get_days();
    let opened: Vec<i32> = tickets.iter().map(|ticket| epoch + i32::try_from(ticket.day).unwrap_or(0)).collect();
    let opened = Column::new("opened".into(), opened).cast(&DataType::Date)?;
    let consent = Column::new("consent".into(), tickets.iter().map(|ticket| ticket.consent).collect::<Vec<_>>());
    // Every fifth callback came in without a difficulty: null, not empty.
    let difficulty: Vec<Option<&str>> =
        tickets.iter().enumerate().map(|(n, ticket)| (n % 5 != 4).then_some(ticket.difficulty.as_str())).collect();
    let columns = vec![
        text("ticket", |ticket| &ticket.id),
        text("customer", |ticket| &ticket.customer),
        Series::new("messages".into(), turns).into_column(),
        text("category", |ticket| &ticket.category),
        Column::new("difficulty".into(), difficulty),
        text("language", |ticket| &ticket.language),
        opened,
        consent,
    ];
    Ok(DataFrame::new(tickets.len(), columns)?)
}

fn turns(ticket: &Ticket) -> Result<Series> {
    let roles = Series::new("role".into(), ["user", "assistant"]);
    let contents = Series::new("content".into(), [ticket.prompt.text.as_str(), ticket.completion.text.as_str()]);
    Ok(StructChunked::from_series("turn".into(), 2, [roles, contents].iter())?.into_series())
}
