using Marketplace.Api.Files;
using Marketplace.Api.Http;
using Marketplace.Domain;

namespace Marketplace.Api.Imports;

/// <summary>The routes by which files and whole tables go in and out of an install.</summary>
internal static class TableRoutes
{
    private const string Install = "/installs/{publisher}/{app}";
    private const string Import = Install + "/imports/{id}";

    public static void Map(RouteBook routes)
    {
        routes.Map("POST", Install + "/files", FileRoutes.Add).With(201).Takes<byte[]>("application/octet-stream").Gives(typeof(AttachmentBody))
            .Says("Files", "Keep a file", "The body is the file, at most 20 MB: pictures, PDF, Office documents, plain text, CSV. The answer goes into a record's field of type attachment as it is; a file that no record names is forgotten after a day.")
            .Asks("name", "The file's name.").Reads("Content-Type", "Its media type; the bytes decide.")
            .Refuses(Codes.InputInvalid, Codes.BodyTooLarge, Codes.FileType, Codes.FileQuota, Codes.NotFound, Codes.OperationMismatch, Codes.OperationInFlight);
        routes.Map("GET", Install + "/files", FileRoutes.List).Says("Files", "The files of an install")
            .Asks("limit", "1 to 200, 50 unless told.", "integer").Asks("after", "The cursor `next` of the page before.").Refuses(Codes.InputInvalid, Codes.NotFound);
        routes.Map("GET", Install + "/files/{id}", FileRoutes.Get).Says("Files", "A file's bytes", "Always a download; its digest is the ETag.").Refuses(Codes.NotFound);

        routes.Map("POST", Install + "/imports", ImportRoutes.Preview).With(201).Takes<byte[]>("application/octet-stream")
            .Says("Imports", "Preview a table", "The body is CSV (UTF-8 or GB18030; commas, semicolons or tabs) or XLSX (its first sheet), at most 20 MB and 200,000 lines; the first line names fields or their labels. Nothing is written: the answer says what would be, and what is wrong with which line. With `Content-Type: application/zip` and no entity it is a whole export, for an install of the same app that has no data.")
            .Asks("entity", "The entity whose records the lines are.").Asks("key", "A unique field: a line whose value is there changes that record.").Asks("name", "The file's name.")
            .Refuses(Codes.InputInvalid, Codes.BodyTooLarge, Codes.ImportFile, Codes.ImportHeader, Codes.ImportKey, Codes.ImportTooLong, Codes.ImportArchive, Codes.ImportNotEmpty, Codes.RoleMissing, Codes.NotFound, Codes.OperationMismatch, Codes.OperationInFlight);
        routes.Map("GET", Install + "/imports", ImportRoutes.List).Says("Imports", "The last imports into an install").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("GET", Import, ImportRoutes.Get).Says("Imports", "An import and how far it is").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", Import + "/commit", ImportRoutes.Commit)
            .Says("Imports", "Write the good lines", "Answers at once; the host writes page by page and goes on after a crash. Ask the import how far it is.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.ConflictHead, Codes.OperationMismatch);
        routes.Map("POST", Import + "/undo", ImportRoutes.Undo)
            .Says("Imports", "Take back what an import made", "Removes the records that it made and nobody changed since. Records that it changed stay as they are.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.ConflictAppendOnly, Codes.ConflictHead, Codes.OperationMismatch);

        routes.Map("GET", Install + "/export", ExportRoutes.Whole)
            .Says("Imports", "An install, whole", "For 90 days after it was uninstalled, too. A zip: `export.json`, `entities/{entity}.ndjson` in the order of ids, `files.ndjson` and `files/{sha256}`, `settings.json` without secrets, and `digests.json` as its last entry.")
            .Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("GET", Install + "/records/{entity}/export", ExportRoutes.Table)
            .Says("Imports", "The records of one entity as a table", "What an import reads. Cells that a spreadsheet would take for a formula get an apostrophe before them; money is in yuan, times are the firm's.")
            .Asks("format", "`csv` (UTF-8 with a byte order mark) or `xlsx`.").Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound);
    }
}
