using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>Who hears of a vehicle's batches as they become durable.</summary>
internal interface ILiveReader
{
    /// <summary>Takes a batch, by one thread at a time and without waiting; gives how many batches had to go for it.</summary>
    int Offer(DurableBatch batch);
}
