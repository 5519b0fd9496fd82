using System.Security.Cryptography;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Blobs are what their names say, and whole.</summary>
internal sealed class BlobRule : StoreRule
{
    public override string Name => "blobs";

    public override string Promise => "the bytes of every blob have the SHA-256 that is its name";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (name, next, parts) = ("", 0L, 0L);
        var isWhole = true;

        void End()
        {
            if (name.Length == 0) return;
            var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
            findings.Look();
            if (!isWhole || next != parts) findings.Add($"{name}: parts are missing, of {parts}");
            else if (sum != name) findings.Add($"{name}: its bytes have the sum {sum}");
        }

        await foreach (var row in store.Read("SELECT sha256, part, parts, bytes FROM blob_part ORDER BY sha256, part", cancel))
        {
            if (row.Text(0) != name)
            {
                End();
                (name, next, parts, isWhole) = (row.Text(0), 0, row.Number(2), true);
            }
            isWhole &= row.Number(1) == next && row.Number(2) == parts;
            next++;
            hash.AppendData(row.Bytes(3));
        }
        End();
    }
}
