using AutoValley.Storage.Journal;
using AutoValley.Storage.Sealing;

namespace AutoValley.Storage;

/// <summary>What a store is put together from.</summary>
/// <param name="Lock">Keeps other processes out.</param>
/// <param name="Files">The journal's folder.</param>
/// <param name="BackEnd">Where it seals to.</param>
/// <param name="Watermarks">How far it is sealed.</param>
internal sealed record StoreParts(FolderLock Lock, IJournalFiles Files, ISealedStore BackEnd, IWatermarkTable Watermarks);
