using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>The boards of vehicles that somebody watches; each goes with its last watcher.</summary>
internal sealed class NewestBoards(LiveOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Vehicle, (NewestBoard Board, int Watchers)> boards = [];

    /// <summary>The vehicle's board, with one watcher more; a new one is put to use first.</summary>
    public NewestBoard Enter(Vehicle vehicle, Action<NewestBoard> use)
    {
        lock (gate)
        {
            if (!boards.TryGetValue(vehicle, out var found))
            {
                found = (new NewestBoard(vehicle, options), 0);
                use(found.Board);
            }
            boards[vehicle] = found with { Watchers = found.Watchers + 1 };
            return found.Board;
        }
    }

    /// <summary>One watcher less; without any the board is put out of use.</summary>
    public void Leave(NewestBoard board, Action<NewestBoard> putAway)
    {
        lock (gate)
        {
            var left = boards[board.Vehicle].Watchers - 1;
            if (left > 0)
            {
                boards[board.Vehicle] = (board, left);
                return;
            }
            boards.Remove(board.Vehicle);
            putAway(board);
        }
    }
}
